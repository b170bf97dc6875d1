import { expect, test } from 'vitest';
import { departments } from '../../../src/sample/departments/departments.js';
import { sampleCatalog } from '../../../src/sample/index.js';

const catalog = sampleCatalog();
const ranges = departments.flatMap(({ categories }) => categories.flatMap((category) => category.ranges));

test('fills ten departments with one to two thousand products', () => {
  expect(departments).toHaveLength(10);
  expect(catalog.length).toBeGreaterThanOrEqual(1200);
  expect(catalog.length).toBeLessThanOrEqual(2000);
});

test('gives the same goods for the same seed and others for another', () => {
  expect(sampleCatalog(1)).toEqual(catalog);
  expect(sampleCatalog(2)).not.toEqual(catalog);
});

test('gives every product an id and a title of its own, both fit for an address and a label', () => {
  expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
  expect(new Set(catalog.map(({ title }) => title)).size).toBe(catalog.length);
  for (const { id, title } of catalog) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title.length, title).toBeLessThanOrEqual(70);
  }
});

test('keeps the variants of a model in one group of one brand and category', () => {
  const groups = groupBy(catalog);
  expect(groups.size).toBeGreaterThan(700);
  for (const variants of groups.values()) {
    expect(new Set(variants.map(({ brand, category }) => `${brand} ${category.join('>')}`)).size).toBe(1);
    expect(new Set(variants.map(({ colour, size }) => `${colour} ${size}`)).size).toBe(variants.length);
  }
});

test('asks prices that make sense, some of them reduced', () => {
  const reduced = catalog.filter(({ listPrice }) => listPrice !== undefined);
  expect(reduced.length / catalog.length).toBeGreaterThan(0.05);
  expect(reduced.length / catalog.length).toBeLessThan(0.25);
  for (const { price, listPrice } of catalog) {
    expect(price).toBeGreaterThanOrEqual(1.5);
    expect(listPrice ?? Number.POSITIVE_INFINITY).toBeGreaterThan(price);
  }
});

test('knows every range that others go with, and no name twice', () => {
  const names = new Set(ranges.map(({ name }) => name));
  expect(names.size).toBe(ranges.length);
  for (const { name, goesWith } of ranges) {
    expect(goesWith.length, name).toBeGreaterThan(0);
    for (const other of goesWith) expect(names, `${name} goes with ${other}`).toContain(other);
  }
});

function groupBy(products: typeof catalog): Map<string, typeof catalog> {
  const groups = new Map<string, typeof catalog>();
  for (const product of products) groups.set(product.groupId, [...(groups.get(product.groupId) ?? []), product]);
  return groups;
}
