import { prepare } from '../scan/methods/tfjs-webgpu.js';
import { answerStart } from './answer-start.js';

answerStart(prepare);
