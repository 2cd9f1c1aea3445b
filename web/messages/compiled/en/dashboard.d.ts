// Written by web/build/messages.js from the English catalogue. Change that, not this.
export interface Messages {
  shell: {
    language: string;
  };
}
declare const messages: Messages;
export default messages;
