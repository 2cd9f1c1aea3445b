export { default } from '../en/verifier.js';
