import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { windowshop } from './run-cli.js';

const COMMANDS = ['build', 'inspect', 'verify', 'keys', 'sign', 'tag', 'evaluate', 'serve'];

describe('help', () => {
  test('names all commands and ends with 0', async () => {
    const { code, stdout } = await windowshop('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
  });

  test.each(COMMANDS)('of %s names its options and ends with 0', async (command) => {
    const { code, stdout } = await windowshop(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--json');
    expect(stdout).toContain(`windowshop ${command}`);
  });

  test.each([
    ['build', '--vectors FILE'],
    ['sign', '--key FILE'],
    ['verify', '--trust KEY'],
  ])('of %s says that %s is repeated as a whole, and it takes one value', async (command, option) => {
    const { stdout } = await windowshop(command, '--help');
    expect(stdout).toMatch(new RegExp(`${option}  .*; may be given several times`));
    // Keys end like halves of pairs.
    const { code, stderr } = await windowshop(command, option.split(' ')[0], 'x=', 'dir', 'y=');
    expect(code).toBe(2);
    expect(stderr).toMatch(/unexpected argument "(dir|y=)"/);
  });

  test.each(['build', 'evaluate'])('of %s tells of vectors and of the language of texts', async (command) => {
    const { stdout } = await windowshop(command, '--help');
    expect(stdout).toMatch(/--vectors FILE .*; may be given several times/);
    expect(stdout).toMatch(/--locale xx +language of the texts/);
  });

  test('says where pairs may follow one another', async () => {
    expect((await windowshop('build', '--help')).stdout).toMatch(/--map FIELD=COLUMN … {2,}fields/);
  });

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(await windowshop('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});

describe('bad usage ends with 2', () => {
  const build = ['build', '--catalog', 'x.csv', '--out', 'y'];
  const sequences = ['evaluate', 'leave-one-out', '--sequences', 'x'];
  test.each([
    ['no command', []],
    ['an unknown command', ['doctor']],
    ['an unknown option', [...build, '--colour', 'red']],
    ['an unknown switch', ['verify', 'dir', '--fast']],
    ['a missing catalogue', ['build', '--out', 'y']],
    ['a missing folder to build into', ['build', '--catalog', 'x.csv']],
    ['a missing folder to inspect', ['inspect']],
    ['two folders', ['verify', 'a', 'b']],
    ['a tag without a snapshot', ['tag', '/ws/']],
    ['a folder that a page cannot name', ['tag', 'ws', '--snapshot', '/snapshot/manifest.json']],
    ['an address that would end its attribute', ['tag', '/ws/">', '--snapshot', '/snapshot/manifest.json']],
    ['a stray argument', [...build, 'z']],
    ['an option without its value', ['build', '--out', 'y', '--catalog']],
    ['a format that there is not', [...build, '--catalog-format', 'xlsx']],
    ['too few dimensions', [...build, '--dim', '7']],
    ['too many dimensions', [...build, '--dim', '513']],
    ['half a dimension', [...build, '--dim', '8.5']],
    ['no number', [...build, '--dim', 'many']],
    ['no shoppers', [...build, '--min-shoppers', '0']],
    ['no bytes', [...build, '--max-bytes', '0']],
    ['a share of bytes', [...sequences, '--max-bytes', '0.5']],
    ['more than all rows', [...build, '--max-reject', '101']],
    ['more new items than all', [...build, '--new-items', '1.5']],
    ['no language', [...build, '--locale', 'english please']],
    ['a mapping without a column', [...build, '--map', 'id']],
    ['a port beyond the last', ['serve', 'dir', '--port', '65536']],
    ['no neighbours', ['inspect', 'dir', '--k', '0']],
    ['no protocol', ['evaluate']],
    ['a protocol that there is not', ['evaluate', 'leave-two-out']],
    ['two protocols', ['evaluate', 'next-item', 'leave-one-out']],
    ['no training file', ['evaluate', 'next-item', '--examples', 'x']],
    ['no examples', ['evaluate', 'next-item', '--train', 'x']],
    ['no sequences', ['evaluate', 'leave-one-out']],
    ['the file of another protocol', ['evaluate', 'leave-one-out', '--sequences', 'x', '--train', 'y']],
    ['an empty list', [...sequences, '--k', '0']],
    ['a split that there is not', [...sequences, '--split', 'train']],
    ['no example to score', [...sequences, '--sample', '0']],
    ['more than all items hidden', [...sequences, '--hide-items', '1.1']],
    ['a share of new items that is no number', [...sequences, '--new-items', 'some']],
    ['a seed that is no number', [...sequences, '--seed', 'x']],
    ['no language of an evaluation', [...sequences, '--catalog', 'x', '--locale', 'english please']],
    ['a language without a catalogue', [...sequences, '--locale', 'en']],
    ['a mapping without a catalogue', [...sequences, '--map', 'id=sku']],
    ['a method that there is not', [...sequences, '--model', 'item-based,oracle']],
    ['folds of the test', [...sequences, '--folds', '3']],
    ['too many folds', [...sequences, '--split', 'validation', '--folds', '6']],
    ['no method', [...sequences, '--model', '']],
    ['evidence that there is not', [...sequences, '--without', 'encoder,luck']],
    ['an unknown field', [...sequences, '--catalog', 'x', '--map', 'colour=sku']],
  ])('%s', async (_, args) => {
    const plain = await windowshop(...args);
    expect(plain.code).toBe(2);
    expect(plain.stdout).toBe('');
    expect(plain.stderr).toContain('error ');
    const { code, json } = await windowshop(...args, '--json');
    expect(code).toBe(2);
    expect(json).toEqual({ error: { code: 'bad_usage', message: expect.any(String) } });
  });
});
