/** @file Registers `<cuelight-availability>`. */
import { define } from '../shared/dom.js';
import { CuelightAvailability } from './element.js';

define('cuelight-availability', CuelightAvailability);

export { CuelightAvailability };
