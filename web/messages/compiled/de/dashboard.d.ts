export { default } from '../en/dashboard.js';
