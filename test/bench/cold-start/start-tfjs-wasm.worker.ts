import { prepare } from '../scan/methods/tfjs-wasm.js';
import { answerStart } from './answer-start.js';

answerStart(prepare);
