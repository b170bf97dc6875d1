/** Every word that the element itself says; `{}` is filled in. */
export interface Messages {
  /** Where neither the page nor the placement has a heading. */
  heading: string;
  why: string;
  notForMe: string;
  options: string;
  previous: string;
  next: string;
  listPrice: string;
  rating: string;
}

const MESSAGES: Record<string, Messages> = {
  en: {
    heading: 'You may also like',
    why: 'Why this?',
    notForMe: 'Not for me',
    options: 'Options for {}',
    previous: 'Previous',
    next: 'Next',
    listPrice: 'Before:',
    rating: '{} out of 5',
  },
  de: {
    heading: 'Das könnte Ihnen gefallen',
    why: 'Warum das?',
    notForMe: 'Nichts für mich',
    options: 'Optionen für {}',
    previous: 'Zurück',
    next: 'Weiter',
    listPrice: 'Vorher:',
    rating: '{} von 5',
  },
  fr: {
    heading: 'Vous aimerez aussi',
    why: 'Pourquoi cet article ?',
    notForMe: 'Pas pour moi',
    options: 'Options pour {}',
    previous: 'Précédent',
    next: 'Suivant',
    listPrice: 'Avant :',
    rating: '{} sur 5',
  },
  es: {
    heading: 'También te puede gustar',
    why: '¿Por qué esto?',
    notForMe: 'No es para mí',
    options: 'Opciones para {}',
    previous: 'Anterior',
    next: 'Siguiente',
    listPrice: 'Antes:',
    rating: '{} de 5',
  },
};

/** @param locale BCP 47; languages without texts of their own read English. */
export const messagesFor = (locale: string): Messages => MESSAGES[locale.toLowerCase().split(/[-_]/)[0]] ?? MESSAGES.en;

export const filled = (message: string, value: string): string => message.replace('{}', () => value);
