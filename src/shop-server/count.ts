/** `1 thing`, `1,204 things`. */
export const countOfThings = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'thing' : 'things'}`;
