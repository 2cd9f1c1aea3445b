export { default } from '../en/widget.js';
