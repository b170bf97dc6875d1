export { watchConsentSignals } from './consent-signals.js';
export { startCapture } from './start-capture.js';
