import type { LearningSummary, ListName } from '../builder/learning-summary.js';
import { FEWEST_STEPS } from '../builder/model/learn-behavior.js';
import { EVIDENCE_GROUPS } from './evaluation/ablation.js';
import { percent } from './percent.js';

const LIST_LABELS: Record<ListName, string> = {
  viewedWith: 'viewed with',
  viewedNext: 'viewed next',
  boughtWith: 'bought with',
  alike: 'alike',
};

export interface LearningTextOptions {
  itemCount: number;
  minShoppers: number;
  /** Without a log there is nothing to say of what it taught. */
  hasLog: boolean;
}

/** What a build made of the log, in lines. */
export function learningText(
  learning: LearningSummary,
  { itemCount, minShoppers, hasLog }: LearningTextOptions,
): string[] {
  const lists = Object.entries(LIST_LABELS).map(([name, label]) => {
    const { items, neighbors } = learning.lists[name as ListName];
    return items === 0
      ? `${label} none`
      : `${label} ${(neighbors / items).toFixed(1)} for ${percent(items / itemCount)} of the items`;
  });
  const isThin = hasLog && (['viewedWith', 'boughtWith'] as const).some((name) => learning.lists[name].items === 0);
  return [
    ...(hasLog ? [`learned   ${[...learnedText(learning)].join(`\n${INDENT}`)}`] : []),
    `lists     ${lists.join(', ')}`,
    ...(isThin
      ? [`${INDENT}a list needs two items that ${minShoppers} shoppers met, or bought in one order (--min-shoppers)`]
      : []),
  ];
}

const INDENT = ' '.repeat(10);

function* learnedText({ steps, lacks, figures }: LearningSummary): Generator<string> {
  if (!figures) {
    yield lacks === 'steps'
      ? `no score: ${steps} steps from item to item, of at least ${FEWEST_STEPS} that it takes`
      : 'no score: too few of the latest steps lead to an item that enough shoppers met';
    yield 'suggestions rest on content, popularity and lists';
    return;
  }
  const { examples, hitRate, mrr, popularity, shares } = figures;
  yield `from ${steps} steps from item to item`;
  yield `of ${examples} that it was not shown, ${percent(hitRate)} led to one of its first 10 items, MRR ${mrr.toFixed(4)}`;
  yield `the most popular items: ${percent(popularity.hitRate)}, MRR ${popularity.mrr.toFixed(4)}`;
  const groups = Object.entries(EVIDENCE_GROUPS)
    .map(([name, features]) => ({ name, share: features.reduce((sum, feature) => sum + (shares[feature] ?? 0), 0) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  yield `what speaks for them: ${groups.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')}`;
}
