import { describe, expect, test } from 'vitest';
import { withRows } from '../../faults/reliability-doc.js';

const EMPTY = `# Reliability

<!-- Rows: written by \`npm run soak -- --docs\`. -->
<!-- End of the rows. -->

More.
`;
const kills = { name: '10 kills', asked: '0 lost', reached: '0 lost', passed: true, day: '2026-01-01' };
const tabs = { name: 'tabs', asked: '8 | 8', reached: '7 | 8', passed: false, day: '2026-01-01' };

describe('the table of the document', () => {
  test('stands in its place, and leaves the rest of the document as it was', () => {
    expect(withRows(EMPTY, [kills, tabs], true)).toBe(`# Reliability

<!-- Rows: written by \`npm run soak -- --docs\`. -->

| row | asked | reached | on |
| --- | --- | --- | --- |
| 10 kills | 0 lost | 0 lost | 2026-01-01 |
| tabs | 8 \\| 8 | **falls short**: 7 \\| 8 | 2026-01-01 |

<!-- End of the rows. -->

More.
`);
  });

  test('keeps the rows that were not run again, each in its place', () => {
    const document = withRows(EMPTY, [kills, tabs], true);
    const later = { ...kills, day: '2026-02-02' };
    expect(withRows(document, [later], false)).toBe(withRows(EMPTY, [later, tabs], true));
    expect(withRows(document, [], false)).toBe(document);
  });

  test('holds nothing but the rows of a whole run', () => {
    const document = withRows(EMPTY, [kills, tabs], true);
    expect(withRows(document, [tabs], true)).toBe(withRows(EMPTY, [tabs], true));
  });

  test('needs a place', () => {
    expect(() => withRows('# Reliability\n', [kills], true)).toThrow('no place for rows');
  });
});
