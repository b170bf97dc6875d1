/** An invented maker. `priceLevel` multiplies the usual price, `quality` 0…1 shows in the ratings. */
export interface Brand {
  /** What the maker is known for, as a sentence for descriptions. */
  character: string;
  priceLevel: number;
  quality: number;
}

export const brands = {
  // kitchen
  Brackenware: {
    character: 'Brackenware throws and glazes in small runs, so no two pieces are quite alike.',
    priceLevel: 1.1,
    quality: 0.8,
  },
  'Maison Aubry': {
    character: 'Maison Aubry casts and enamels as it did three generations ago.',
    priceLevel: 1.45,
    quality: 0.9,
  },
  Copperfold: {
    character: 'Copperfold makes cookware for people who time their eggs.',
    priceLevel: 1.25,
    quality: 0.8,
  },
  'Plain Hob': {
    character: 'Plain Hob sells good basics at a fair price and nothing else.',
    priceLevel: 0.7,
    quality: 0.55,
  },
  'Sorrel & Oak': {
    character: 'Sorrel & Oak works in windfall timber and signs every piece.',
    priceLevel: 1.2,
    quality: 0.85,
  },
  // outdoor
  Fellstride: { character: 'Fellstride builds kit for long days on high ground.', priceLevel: 1.2, quality: 0.8 },
  'Tarn & Tor': {
    character: 'Tarn & Tor makes light things that can be mended and handed down.',
    priceLevel: 1.45,
    quality: 0.9,
  },
  'Campion Field': {
    character: 'Campion Field is for first tents and family weekends.',
    priceLevel: 0.75,
    quality: 0.6,
  },
  Northlamp: {
    character: 'Northlamp looks after warmth and light when the sun has gone.',
    priceLevel: 1,
    quality: 0.75,
  },
  // garden
  'Withy & Wren': {
    character: 'Withy & Wren forges by hand and fits handles of coppiced ash.',
    priceLevel: 1.25,
    quality: 0.85,
  },
  'Potting Shed Nine': {
    character: 'Potting Shed Nine began on an allotment and still tests everything there.',
    priceLevel: 0.95,
    quality: 0.75,
  },
  Loamley: { character: 'Loamley makes sensible things for gardens of every size.', priceLevel: 0.75, quality: 0.6 },
  Dewpond: {
    character: 'Dewpond designs for balconies, doorsteps and small wild corners.',
    priceLevel: 1.1,
    quality: 0.75,
  },
  // home
  'Lampwick Row': {
    character: 'Lampwick Row has wired lamps by hand since the arcades went electric.',
    priceLevel: 1.15,
    quality: 0.8,
  },
  Haveldt: {
    character: 'Haveldt draws calm furniture and builds it to be taken apart again.',
    priceLevel: 1.4,
    quality: 0.88,
  },
  'Drift & Dovetail': {
    character: 'Drift & Dovetail joins reclaimed wood without a single screw.',
    priceLevel: 1.1,
    quality: 0.8,
  },
  'Sunday House': {
    character: 'Sunday House keeps rooms comfortable without much fuss or money.',
    priceLevel: 0.75,
    quality: 0.58,
  },
  Loomery: {
    character: 'Loomery weaves in one valley, from fleece and flax it can name.',
    priceLevel: 1.2,
    quality: 0.85,
  },
  // stationery
  'Inkling & Daughters': {
    character: 'Inkling & Daughters grinds nibs and mixes inks above the shop.',
    priceLevel: 1.35,
    quality: 0.88,
  },
  'Paper Ferry': {
    character: 'Paper Ferry binds with thread and prints with plant inks.',
    priceLevel: 1,
    quality: 0.78,
  },
  'Wide Margin': {
    character: 'Wide Margin makes honest stationery for classrooms and kitchen tables.',
    priceLevel: 0.72,
    quality: 0.6,
  },
  'Graphite Hall': { character: 'Graphite Hall supplies people who draw every day.', priceLevel: 1.1, quality: 0.8 },
  // audio
  'Larkfield Audio': {
    character: 'Larkfield Audio voices everything by ear, in a barn with a piano.',
    priceLevel: 1.2,
    quality: 0.82,
  },
  Monotone: {
    character: 'Monotone leaves out what most people never use and charges less for it.',
    priceLevel: 0.78,
    quality: 0.62,
  },
  'Velvet Reed': {
    character: 'Velvet Reed builds slowly, repairs for life and never raises its voice.',
    priceLevel: 1.55,
    quality: 0.92,
  },
  Quaverly: {
    character: 'Quaverly makes music things for people who are just starting.',
    priceLevel: 0.95,
    quality: 0.7,
  },
  // toys
  Tumblewood: {
    character: 'Tumblewood turns beech into toys that outlive several childhoods.',
    priceLevel: 1.15,
    quality: 0.85,
  },
  'Button & Burr': {
    character: 'Button & Burr sews soft animals with names and opinions.',
    priceLevel: 1.1,
    quality: 0.85,
  },
  'Rainy Day Games': {
    character: 'Rainy Day Games invents games that fit between lunch and the end of the rain.',
    priceLevel: 0.95,
    quality: 0.75,
  },
  'Pocket Parade': {
    character: 'Pocket Parade makes small, bright toys for pocket money.',
    priceLevel: 0.65,
    quality: 0.58,
  },
  // knitwear
  Skerrywool: { character: 'Skerrywool knits island patterns on island machines.', priceLevel: 1.2, quality: 0.84 },
  'Moorit House': {
    character: 'Moorit House spins undyed wool in every shade a sheep can be.',
    priceLevel: 1.5,
    quality: 0.9,
  },
  Thrumble: { character: 'Thrumble knits in bold colours and leftover yarn.', priceLevel: 0.95, quality: 0.74 },
  'Stitch Lane': {
    character: 'Stitch Lane makes warm everyday things that go in the washing machine.',
    priceLevel: 0.72,
    quality: 0.6,
  },
  'Puddle & Pine': { character: 'Puddle & Pine dresses people for weather.', priceLevel: 1, quality: 0.76 },
  // skin care
  'Saltmarsh Apothecary': {
    character: 'Saltmarsh Apothecary gathers sea herbs and tells you which.',
    priceLevel: 1.15,
    quality: 0.82,
  },
  'Marigold Yard': {
    character: 'Marigold Yard makes gentle care for whole families in large bottles.',
    priceLevel: 0.8,
    quality: 0.7,
  },
  'Atelier Brume': {
    character: 'Atelier Brume blends in batches of two hundred and dates each one.',
    priceLevel: 1.6,
    quality: 0.9,
  },
  'Plain Soap Works': {
    character: 'Plain Soap Works boils soap the old way and wraps it in one sheet of paper.',
    priceLevel: 0.68,
    quality: 0.66,
  },
  // bicycles
  Coxwheel: { character: 'Coxwheel brazes steel frames and paints them to order.', priceLevel: 1.25, quality: 0.84 },
  'Towpath Cycles': {
    character: 'Towpath Cycles gets people to work and back, whatever the forecast.',
    priceLevel: 0.8,
    quality: 0.65,
  },
  'Alto Spoke': {
    character: 'Alto Spoke is for people who ride over the hill to see what is there.',
    priceLevel: 1.5,
    quality: 0.9,
  },
  'Freewheel Yard': {
    character: 'Freewheel Yard makes the small parts that make a bicycle yours.',
    priceLevel: 1,
    quality: 0.76,
  },
} as const satisfies Record<string, Brand>;

export type BrandName = keyof typeof brands;
