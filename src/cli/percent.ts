/** A share of 1 as it is told: 0.0372 → 3.7 % */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
