import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { WorkerPrograms } from './worker-programs.js';

const IN_PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** Writes `NOTICES.md`: whose code went into the files, and under which license. */
export function notices(programs: WorkerPrograms): Plugin {
  return {
    name: 'windowshop:notices',
    async generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = [...modules, ...(await programs.modules())].map((id) => IN_PACKAGE.exec(id)?.[1]);
      const distinct = [...new Set(folders)].filter((folder) => folder !== undefined).sort();
      this.emitFile({
        type: 'asset',
        fileName: 'NOTICES.md',
        source: `# Code of others in these files\n\n${distinct.map(noticeOf).join('\n')}`,
      });
    },
  };
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `## ${name} ${version} (${license})\n${text && `\n\`\`\`\n${text}\n\`\`\`\n`}`;
}
