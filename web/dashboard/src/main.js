import { placeIcons } from './icons.js';
import { applyPreferences } from './preferences.js';
import './words.js';
import './app.js';

applyPreferences();
placeIcons();
