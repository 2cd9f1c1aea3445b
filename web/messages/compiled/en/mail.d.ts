// Written by web/build/messages.js from the English catalogue. Change that, not this.
export interface Messages {
  applicationSubject: string;
  pendingText: string;
  knownSubject: string;
  knownText: (given: { address: string | number }) => string;
  openSubject: string;
  admittedText: (given: { address: string | number }) => string;
  approvedText: (given: { address: string | number }) => string;
  refusedText: string;
  refusedForReasonText: (given: { reason: string | number }) => string;
  linkSubject: string;
  linkText: (given: { minutes: string | number; link: string | number }) => string;
  letterSubject: (given: { sender: string | number }) => string;
  letterText: (given: { sender: string | number; days: string | number; link: string | number }) => string;
  glassSubject: string;
  glassText: (given: { administrator: string | number; until: string | number; reason: string | number; address: string | number }) => string;
}
declare const messages: Messages;
export default messages;
