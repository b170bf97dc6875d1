/** An amount as the shop writes it on the server, too. */
export function money(amount: number, currency?: string): string {
  const style: Intl.NumberFormatOptions = currency ? { style: 'currency', currency } : { minimumFractionDigits: 2 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(amount);
}
