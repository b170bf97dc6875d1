import type { Reranked, RerankOptions } from '../api/sdk.js';
import { checkRerank } from '../core/journey/check-request.js';
import { ownFields } from '../core/journey/check-value.js';
import type { RerankAnswer, RerankCall } from '../core/scoring-protocol.js';
import { inGivenOrder } from './without-answers.js';

const DEFAULT_STRENGTH = 0.5;

/**
 * Re-orders a list of the shop.
 *
 * @param score  Answers with undefined when it cannot; the shop's order is kept then.
 * @throws TypeError | RangeError that names the argument.
 */
export async function rerank<T>(
  entries: readonly T[],
  options: RerankOptions<T>,
  score: (
    query: Pick<RerankCall, 'itemIds' | 'strength'>,
    signals: AbortSignal[],
  ) => Promise<RerankAnswer[] | undefined>,
): Promise<Reranked<T>[]> {
  checkRerank(entries, options);
  const { id, strength = DEFAULT_STRENGTH, signal } = ownFields(options, ['id', 'strength', 'signal']);
  // The page may go on with its list while the answer is on its way.
  const list = [...entries];
  const itemIds = list.map((entry) => String((id as RerankOptions<T>['id'])(entry)));
  const asked = { itemIds, strength };
  const answers = await score(asked, signal ? [signal] : []);
  return answers ? answers.map((answer) => ({ entry: list[answer.from], ...answer })) : inGivenOrder(list);
}
