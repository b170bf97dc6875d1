import { prepare } from '../scan/methods/plain-js.js';
import { answerStart } from './answer-start.js';

answerStart(prepare);
