/** An object of a JSON-LD block. Its keys are the page's: read them with {@link own} only. */
export type Node = Record<string, unknown>;

const MAX_TEXT = 500_000;
const MAX_NODES = 2_000;

/**
 * The property itself, never one that a page's script put on `Object.prototype`. A reference (`{"@id": …}` alone) is
 * left as it is; see {@link Graph.resolve}.
 */
export const own = (node: Node, key: string): unknown => (Object.hasOwn(node, key) ? node[key] : undefined);

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.slice(0, MAX_NODES) : value === undefined || value === null ? [] : [value];

/** `"Product"`, `["schema:Product"]` and `"https://schema.org/Product"` are all `Product`. */
export const typesOf = (node: Node): string[] =>
  listOf(own(node, '@type'))
    .filter((type) => typeof type === 'string')
    .map((type) => type.replace(/^.*[/#:]/s, ''));

/** The blocks of a page, with the objects that stand for themselves in reading order. */
export interface Graph {
  nodes: Node[];
  /** Replaces a reference by what it refers to. */
  resolve(value: unknown): unknown;
}

/** Properties under which a block hides what it is about. Others (related items, reviews) are about something else. */
const ABOUT = ['@graph', 'mainEntity', 'mainEntityOfPage', 'breadcrumb', 'itemOffered'];

/**
 * Lays blocks of JSON-LD out flat. Hostile input costs at most {@link MAX_NODES} steps.
 *
 * @param onBroken  Told about blocks that are no JSON.
 */
export function readGraph(texts: readonly string[], onBroken: (error: unknown) => void): Graph {
  const nodes: Node[] = [];
  const byId = new Map<unknown, Node>();
  for (const text of texts) {
    let left = MAX_NODES;
    const waiting: unknown[] = [parsed(text, onBroken)];
    while (waiting.length > 0 && left > 0) {
      left -= 1;
      const value = waiting.shift();
      if (Array.isArray(value)) waiting.unshift(...value.slice(0, left));
      if (!isNode(value)) continue;
      if (typesOf(value).length > 0) nodes.push(value);
      const id = own(value, '@id');
      if (typeof id === 'string' && Object.keys(value).length > 1 && !byId.has(id)) byId.set(id, value);
      for (const key of ABOUT) waiting.push(...listOf(own(value, key)).filter((part) => typeof part === 'object'));
    }
  }
  return {
    nodes,
    resolve: (value) =>
      isNode(value) && Object.keys(value).length === 1 ? (byId.get(own(value, '@id')) ?? value) : value,
  };
}

function parsed(text: string, onBroken: (error: unknown) => void): unknown {
  if (text.length > MAX_TEXT || text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The usual mistakes: line breaks inside strings, and comment marks around the block.
    try {
      return JSON.parse(text.replace(/\p{Cc}+/gu, ' ').replace(/^\s*(?:<!--|\/\*.*?\*\/)|-->\s*$/g, ''));
    } catch (error) {
      onBroken(error);
      return undefined;
    }
  }
}
