// maxima[b, g] = max over the items n = 8g … 8g + 7 of  scales[n] · Σ_d (codes[n, d] − 64) · query[b, d]
// bins[b, binOf(maxima[b, g])] += 1
//
//   codes   [P(N) / 16, QUADS, 16] words of 4 codes, as the snapshot holds them     scales [P(N)] f32
//   weights [QUERIES, QUADS], see scan-query.ts                                      maxima [QUERIES, G] f32, G = ⌈N / 8⌉
//
// One invocation per group and all queries: a 128-bit load brings 4 dimensions of 4 items, two loads (HALF) those of the
// group. No lane is ever added to another, and each load of codes serves every query. All steps are written out, because
// an index that is known when the shader is compiled makes a load of the query one broadcast.
// CPU twin: src/core/scoring/exact-score.ts, one item at a time.

struct Shard {
  firstGroup: u32,
  // Without the padding of the last tile.
  itemCount: u32,
}

@group(0) @binding(0) var<storage, read> codes: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read> scales: array<vec4<f32>>;
@group(0) @binding(2) var<uniform> shard: Shard;
@group(0) @binding(3) var<uniform> weights: array<Weights, QUERIES * QUADS>;
@group(0) @binding(4) var<uniform> aims: Aims;
@group(0) @binding(5) var<storage, read_write> maxima: array<f32>;
@group(0) @binding(6) var<storage, read_write> tally: Tally;

// Below every score: |score| ≤ reach, which the CPU keeps far smaller.
const LOWEST = -3.4e38f;

@compute @workgroup_size(128)
fn scanItems(@builtin(global_invocation_id) id: vec3<u32>) {
  let firstItem = id.x * 8u;
  if (firstItem >= shard.itemCount) {
    return;
  }
  // Two invocations share a tile: 16 items × QUADS words are QUADS · 4 vectors.
  let at = (id.x >> 1u) * (QUADS * 4u) + (id.x & 1u) * 2u;
  //# each QUERY
  //# each HALF
  var sums_QUERY_HALF = Sums(vec4<f32>(aims.queries[QUERY].start));
  //# end
  //# end
  //# each QUAD
  {
    //# each HALF
    let quad_HALF = unpackQuad(codes[at + QUAD * 4u + HALF]);
    //# end
    //# each QUERY
    {
      let weight = weights[QUERY * QUADS + QUAD];
      //# each HALF
      sums_QUERY_HALF += dotQuad(quad_HALF, weight);
      //# end
    }
    //# end
  }
  //# end
  let group = shard.firstGroup + id.x;
  //# each HALF
  let scale_HALF = scales[group * 2u + HALF];
  let isItem_HALF = vec4<u32>(0u, 1u, 2u, 3u) + (firstItem + HALF * 4u) < vec4<u32>(shard.itemCount);
  //# end
  //# each QUERY
  {
    var best = vec4<f32>(LOWEST);
    //# each HALF
    best = max(best, select(vec4<f32>(LOWEST), vec4<f32>(sums_QUERY_HALF) * scale_HALF, isItem_HALF));
    //# end
    let highest = max(max(best.x, best.y), max(best.z, best.w));
    maxima[QUERY * aims.groupStride + group] = highest;
    atomicAdd(&tally.bins[QUERY][binOf(highest, aims.queries[QUERY].binsPerUnit)], 1u);
  }
  //# end
}
