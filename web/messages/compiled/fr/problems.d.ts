export { default } from '../en/problems.js';
