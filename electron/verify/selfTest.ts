import { cpus } from 'node:os'
import { testKernels } from '../../core/check/selfTest/kernels'
import { testNumberFormats } from '../../core/check/selfTest/numberFormats'
import { testGradients, testHomework, testRtrl } from '../../core/check/selfTest/numerics'
import { createTally, type Tallied } from '../../core/check/selfTest/tally'
import { testKnownLosses, testResume } from '../../core/check/selfTest/training'
import { verifyReference } from '../../core/check/reference'
import type { SelfTestLine, SelfTestName, SelfTestReport } from '../../core/contract/selfTest'
import { selfTestNames } from '../../core/contract/selfTest'
import { showText } from '../../core/text/foreign'
import type { Dtype } from '../../core/math/floats'
import { referenceNames, shippedReference } from './shippedReferences'
import { testThreads } from './testThreads'

const tests: Readonly<Record<SelfTestName, () => Tallied | Promise<Tallied>>> = {
  homework: testHomework,
  references64: () => testReferences('float64'),
  references32: () => testReferences('float32'),
  gradients: testGradients,
  rtrl: testRtrl,
  kernels: testKernels,
  threads: testThreads,
  knownLosses: testKnownLosses,
  resume: testResume,
  numberFormats: testNumberFormats,
}

/** Checks the whole product, one thing after the other; `told` hears of each as soon as it is known. */
export async function runSelfTest(
  version: string,
  told: (line: SelfTestLine) => void,
): Promise<SelfTestReport> {
  const lines: SelfTestLine[] = []
  for (const name of selfTestNames) {
    const begun = performance.now()
    const tallied = await tryTest(name)
    const line = { name, ...tallied, seconds: (performance.now() - begun) / 1000 }
    lines.push(line)
    told(line)
  }
  const { electron, chrome, node, v8 } = process.versions
  const engine = Object.entries({ electron, chrome, node, v8 }).flatMap(([name, its]) =>
    its === undefined ? [] : [`${name} ${its}`],
  )
  return {
    ...{ ok: lines.every(({ ok }) => ok), lines, version },
    engine: [...engine, `${process.platform} ${process.arch}`],
    cpu: cpus()[0]?.model ?? '',
  }
}

/** A check that cannot be made has failed. */
async function tryTest(name: SelfTestName): Promise<Tallied> {
  try {
    return await tests[name]()
  } catch (error) {
    const why = showText(error instanceof Error ? error.message : String(error))
    return { ok: false, numCompared: 0, worst: null, failures: [why] }
  }
}

/** Every file of PyTorch's that comes along. */
async function testReferences(dtype: Dtype): Promise<Tallied> {
  const tally = createTally()
  for (const file of referenceNames) {
    const bytes = await shippedReference(file)
    const { tensors } = verifyReference(bytes!, { dtype })
    for (const { name, numElements, maxError, bound } of tensors) {
      tally.errors(`${file} ${name}`, numElements, maxError, bound)
    }
  }
  return tally.result()
}
