/** Names that the makers give their models. */
export const modelNames = (
  'Alder Arden Ashby Aster Barrow Beacon Birch Blyth Bramble Brindle Brook Calder Cairn Cedar Clover Combe Corrie ' +
  'Cove Dale Dapple Darrow Dell Dunmore Eddy Elm Ember Esker Fallow Fenn Fern Firth Flint Folly Gable Garth Gill ' +
  'Glade Gorse Grove Hale Hallow Harrow Hawthorn Hazel Heath Heron Hollin Holm Isla Ivo Jura Juniper Kelda Kestrel ' +
  'Kite Larch Lark Laurel Ledger Linden Linnet Lorne Lowen Lune Maple Marlow Mere Merle Mica Mill Moor Morrow Nell ' +
  'Nettle Nevis Nook Oriel Orrin Osier Otter Pebble Penn Perrin Pike Plover Quarry Quill Quince Rill Robin Rowan ' +
  'Rush Rye Sable Sedge Shale Shaw Skye Slate Sorrel Spindle Stour Strand Swale Swift Tansy Teasel Thorn Tide Tilly ' +
  'Vale Verity Vesper Wade Warren Weir Wharf Whin Willow Winter Wren Yarrow Yew'
).split(' ');
