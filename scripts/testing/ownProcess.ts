/**
 * Preloaded (`--import`) into the runner and each test file's process. Coverage is taken in the tests' own processes, and in the engines that
 * tests of models start, whose work is native. In the other programs that tests start it would double what these cost, and one that is
 * killed leaves none: those get a compile cache instead, as the installed product has one (bin/lib/cache.js).
 */
if (process.env["NODE_TEST_CONTEXT"] !== undefined && !/[/\\]test[/\\]models[/\\]/u.test(process.argv[1] ?? "")) {
  delete process.env["NODE_V8_COVERAGE"];
  const cache = process.env["KRALLE_TEST_COMPILE_CACHE"];
  if (cache !== undefined) process.env["NODE_COMPILE_CACHE"] = cache;
}
