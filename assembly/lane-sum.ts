// @ts-ignore: decorator
@inline
function laneSum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 2) + (f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 3))
  );
}

/** Adds the sum of a vector's lanes to the number at an address. */
// @ts-ignore: decorator
@inline
export function addTo(address: usize, sum: v128): void {
  store<f32>(address, load<f32>(address) + laneSum(sum));
}
