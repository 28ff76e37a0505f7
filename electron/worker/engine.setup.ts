import { setFlagsFromString } from 'node:v8'
import { useWideTiles } from '../../core/kernels/simd/arena'
import { requestWideRegisters, wideRegisterFlags } from './avxRevectorization'

/*
 * Before tests that run in the app's own engine: the kernels are compiled as they are in a training that has gone on for
 * a while, by the optimizing compiler, and in wide registers where the engine has them.
 */

setFlagsFromString('--no-liftoff')
requestWideRegisters()
useWideTiles(wideRegisterFlags(process.versions.v8, process.platform, process.arch) !== null)
