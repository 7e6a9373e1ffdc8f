/**
 * Preloaded (`--import`) into the runner and each test file's process. Coverage is taken in the tests' own processes only: in the programs
 * that they start it would double what these cost, and one that is killed leaves none. Those programs get a compile cache instead, as the
 * installed product has one (bin/lib/cache.js).
 */
if (process.env["NODE_TEST_CONTEXT"] !== undefined) {
  delete process.env["NODE_V8_COVERAGE"];
  const cache = process.env["KRALLE_TEST_COMPILE_CACHE"];
  if (cache !== undefined) process.env["NODE_COMPILE_CACHE"] = cache;
}
