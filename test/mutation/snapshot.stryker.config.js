import { mutation } from './options.js';

export default mutation('snapshot', [
  'src/core/snapshot/{catalog-chunks,decode-snapshot,head,lengths,manifest,neighbor-lists,string-table,trust,utf8}.ts',
  'workers/{manifest-gate,snapshot-loader}.ts',
]);
