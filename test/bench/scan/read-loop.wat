;; read(bytes) = word[0] ^ word[1] ^ …     words of 32 bits · bytes > 0, a multiple of 128
;; Loads every 16 bytes and does no more with them than keeps the loads from being dropped; four sums, so that no load
;; waits for the one before.
(module
  (memory (export "memory") 1)
  (func (export "read") (param $bytes i32) (result i32)
    (local $at i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $next
      (local.set $a (v128.xor (local.get $a) (v128.load offset=0 (local.get $at))))
      (local.set $b (v128.xor (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (v128.xor (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (v128.xor (local.get $d) (v128.load offset=48 (local.get $at))))
      (local.set $a (v128.xor (local.get $a) (v128.load offset=64 (local.get $at))))
      (local.set $b (v128.xor (local.get $b) (v128.load offset=80 (local.get $at))))
      (local.set $c (v128.xor (local.get $c) (v128.load offset=96 (local.get $at))))
      (local.set $d (v128.xor (local.get $d) (v128.load offset=112 (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 128)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes))))
    (local.set $a
      (v128.xor
        (v128.xor (local.get $a) (local.get $b))
        (v128.xor (local.get $c) (local.get $d))))
    (i32.xor
      (i32.xor (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
      (i32.xor (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a))))))
