/** @file Registers `<cuelight-confirm>`. */
import { define } from '../widget/dom.js';
import { CuelightConfirm } from './element.js';

define('cuelight-confirm', CuelightConfirm);

export { CuelightConfirm };
