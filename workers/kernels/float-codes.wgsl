// Σ_d codes[n, d] · query[d] over one quad of 4 items, in float32.
//
// A byte is picked out where it stands and never shifted: as a number it is 2^8j too large, and the weight is 2^−8j of
// the query's coordinate in return, which costs no bit. Codes have no sign; the sums start at −64 · Σ query[d].

alias Sums = vec4<f32>;
alias Weights = vec4<f32>;

struct Quad {
  d0: vec4<f32>,
  d1: vec4<f32>,
  d2: vec4<f32>,
  d3: vec4<f32>,
}

fn unpackQuad(words: vec4<u32>) -> Quad {
  // Codes leave the top bit free, and signed integers become float32 in fewer steps.
  let codes = bitcast<vec4<i32>>(words);
  return Quad(
    vec4<f32>(codes & vec4<i32>(0x7f)),
    vec4<f32>(codes & vec4<i32>(0x7f00)),
    vec4<f32>(codes & vec4<i32>(0x7f0000)),
    vec4<f32>(codes & vec4<i32>(0x7f000000)),
  );
}

fn dotQuad(quad: Quad, weights: Weights) -> Sums {
  return quad.d0 * weights.x + quad.d1 * weights.y + quad.d2 * weights.z + quad.d3 * weights.w;
}
