import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { prepareTfjs } from './tfjs.js';

setWasmPaths('/peers/tfjs-backend-wasm/');

/** With threads, since the page is cross-origin isolated; tfjs decides how many. */
export const prepare = prepareTfjs('wasm');
