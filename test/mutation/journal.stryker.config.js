import { mutation } from './options.js';

export default mutation('journal', ['src/journey/*.ts']);
