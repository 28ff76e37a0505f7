import { setFlagsFromString } from 'node:v8'
import { fitKernels, requestWideRegisters } from './wideRegisters'

/*
 * Before tests that run in the app's own engine: the kernels are compiled as they are in a training that has gone on for
 * a while, by the optimizing compiler, and in wide registers where the engine has them.
 */

setFlagsFromString('--no-liftoff')
requestWideRegisters()
fitKernels()
