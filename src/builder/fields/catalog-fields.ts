import { parseCurrency } from '../values/parse-currency.js';
import type { ColumnVocabulary, RecognizedColumn } from './column-map.js';
import { columnKey, usualColumns } from './recognize-column.js';

export const CATALOG_FIELDS = [
  'id',
  'title',
  'url',
  'image',
  'price',
  'list_price',
  'currency',
  'availability',
  'brand',
  'category',
  'group_id',
  'description',
  'tags',
  'rating',
  'rating_count',
  'published_at',
] as const;

type CatalogField = (typeof CATALOG_FIELDS)[number];

/**
 * Fields that no mapping names: `sale_price` beside `price`, and when it holds, as Google's feeds have them, and what Google
 * calls the kind of product, which counts where the shop's own category is missing.
 */
export type ReadField = CatalogField | 'sale_price' | 'sale_period' | 'google_category';

const USUAL = usualColumns<ReadField>({
  id: `id item_id product_id sku uniq_id article_id offer_id asin parent_asin item_code product_code article_number
    artikelnummer artikel_nr code identifier goods_id stock_code handle uid ean gtin`,
  title: `title name product_name product_title item_name item_title display_name goods_name product titel bezeichnung
    produktname artikelname titre nom titulo título nombre titolo nome 标题 商品名 名称 商品名称 商品名稱 タイトル 상품명`,
  url: `url link product_url product_link page_url item_url permalink product_page canonical_url href address slug_url`,
  image: `image image_url image_link img img_url imageurl picture picture_url photo photo_url main_image image_src
    featured_image primary_image thumbnail thumbnail_url images bild bild_url imagen`,
  price: `price current_price selling_price final_price price_amount unit_price amount preis prix precio prezzo preço
    价格 価格 가격 retail_price`,
  sale_price: 'sale_price special_price discounted_price promo_price offer_price',
  sale_period: 'sale_price_effective_date',
  list_price: `list_price regular_price original_price old_price compare_at_price was_price price_before msrp rrp uvp
    strike_price full_price base_price mrp`,
  currency: 'currency currency_code price_currency währung waehrung devise moneda',
  availability: `availability available in_stock is_in_stock stock_status is_available stock quantity_available
    stock_quantity inventory_quantity inventory number_available_in_stock qty_in_stock stock_level qty quantity bestand
    verfügbarkeit`,
  brand: 'brand brand_name manufacturer vendor make maker marke hersteller marque marca 品牌 ブランド',
  category: `category category_path categories product_type product_category category_name item_category breadcrumb
    breadcrumbs main_category category_tree categorypath department taxonomy type kategorie warengruppe catégorie
    categoría categoria 分类 类别 カテゴリ`,
  google_category: 'google_product_category',
  group_id: `group_id item_group_id product_group_id parent_id parent_sku parent_product_id variant_group_id
    group_code model_id`,
  description: `description long_description product_description body_html body short_description about summary
    beschreibung descripción descrizione 描述 简介`,
  tags: 'tags keywords labels tag stichwörter mots_clés',
  rating: 'rating average_rating avg_rating rating_value stars rating_average star_rating review_score',
  rating_count: `rating_count ratings_count number_of_reviews review_count reviews_count num_reviews
    number_of_ratings rating_number num_ratings total_reviews reviews comment_count`,
  published_at: `published_at created_at date_added release_date publish_date publication_date launch_date
    date_first_available first_seen available_from pub_date added_at`,
});

/** Columns that are facts of their own, under the name they are kept by. */
const USUAL_ATTRIBUTES = new Map(
  ['color', 'size', 'material', 'pattern', 'gender', 'age_group', 'condition', 'variant', 'style', 'season'].map(
    (name) => [columnKey(name), name],
  ),
);
USUAL_ATTRIBUTES.set('colour', 'color');

function recognize(column: string): RecognizedColumn<ReadField> | undefined {
  const attribute = /^attributes?[.:](.+)$/is.exec(column);
  if (attribute) return { field: `attributes.${attribute[1]}`, rank: 0 };
  const key = columnKey(column);
  const usual = USUAL.get(key);
  if (usual) return usual;
  const fact = USUAL_ATTRIBUTES.get(key);
  if (fact) return { field: `attributes.${fact}`, rank: key === 'colour' ? 1 : 0 };
  // amazon_category_and_sub_category, "Shop category": a category unless its number is meant
  if (/category/.test(key) && !/(id|code|number|count|url)$/.test(key)) return { field: 'category', rank: 60 };
  // price_usd, "Price (EUR)", list_price_in_gbp
  const priced = /^(list)?price(?:in)?(\p{L}{3})$/u.exec(key);
  const currency = priced && parseCurrency(priced[2]);
  return currency
    ? { field: priced[1] ? 'list_price' : 'price', rank: 50, implies: ['currency', currency] }
    : undefined;
}

export const CATALOG_VOCABULARY: ColumnVocabulary<ReadField> = {
  fields: CATALOG_FIELDS,
  hasAttributes: true,
  recognize,
};
