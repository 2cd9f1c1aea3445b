export { default } from '../en/confirm.js';
