/** Identifies one item of the catalogue; compared as an exact string. */
export type ItemId = string;

/** One item as stored in the snapshot. */
export interface Product {
  id: ItemId;
  /** Shared by the variants of one product; a result holds at most one item of a group. */
  groupId?: string;
  title: string;
  /** Its page. Absent in catalogues without addresses: the element then shows a card that is no link. */
  url?: string;
  image?: string;
  price?: number;
  /** Price before reduction; the item counts as on sale when it exceeds `price`. */
  listPrice?: number;
  currency?: string;
  /** Missing = not known, treated as available. */
  available?: boolean;
  brand?: string;
  /** Levels from broad to narrow, e.g. `['Apparel', 'Shoes', 'Running']`. */
  category?: string[];
  tags?: string[];
  /** 0…5. */
  rating?: number;
  ratingCount?: number;
  publishedAt?: string;
  /** Further facts such as colour or size, used by filters. */
  attributes?: Record<string, string | number | boolean>;
}
