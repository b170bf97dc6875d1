// Σ_d codes[n, d] · query[d] over one quad of 4 items, in integers: the query is rounded to int8 and packed like the codes,
// which fill seven bits, so that both are signed bytes. The sums start at −64 · Σ query[d].

requires packed_4x8_integer_dot_product;

alias Sums = vec4<i32>;
// The packed word stands in x: members of a uniform array are 16 bytes apart.
alias Weights = vec4<u32>;
alias Quad = vec4<u32>;

fn unpackQuad(words: vec4<u32>) -> Quad {
  return words;
}

fn dotQuad(quad: Quad, weights: Weights) -> Sums {
  return Sums(
    dot4I8Packed(quad.x, weights.x),
    dot4I8Packed(quad.y, weights.x),
    dot4I8Packed(quad.z, weights.x),
    dot4I8Packed(quad.w, weights.x),
  );
}
