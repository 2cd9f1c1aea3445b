/** @file Registers `<cuelight-confirm>`. */
import { define } from '../shared/dom.js';
import { CuelightConfirm } from './element.js';

define('cuelight-confirm', CuelightConfirm);

export { CuelightConfirm };
