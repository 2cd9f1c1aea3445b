export { default } from '../en/mail.js';
