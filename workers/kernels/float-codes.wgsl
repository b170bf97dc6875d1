// Σ_d codes[n, d] · query[d] over one quad of 4 items, in float32.
//
// A byte is picked out where it stands and never shifted: as a number it is 2^8j too large, and the weight is 2^−8j of
// the query's coordinate in return, which costs no bit. Bytes 0–2 lose their sign that way, so they are read as code + 128,
// and the sums start at −128 · Σ query[d] over these d. Byte 3 keeps its sign at the top of the word.

alias Sums = vec4<f32>;
alias Weights = vec4<f32>;

struct Quad {
  d0: vec4<f32>,
  d1: vec4<f32>,
  d2: vec4<f32>,
  d3: vec4<f32>,
}

fn unpackQuad(words: vec4<u32>) -> Quad {
  let biased = bitcast<vec4<i32>>(words ^ vec4<u32>(0x00808080u));
  return Quad(
    vec4<f32>(biased & vec4<i32>(0xff)),
    vec4<f32>(biased & vec4<i32>(0xff00)),
    vec4<f32>(biased & vec4<i32>(0xff0000)),
    vec4<f32>(biased & vec4<i32>(-0x1000000)),
  );
}

fn dotQuad(quad: Quad, weights: Weights) -> Sums {
  return quad.d0 * weights.x + quad.d1 * weights.y + quad.d2 * weights.z + quad.d3 * weights.w;
}
