import { setFlagsFromString } from 'node:v8'
import { arenas } from '../../core/kernels/simd/arena'
import { requestAvxRevectorization, avxRevectorizationFlags } from './avxRevectorization'

/*
 * Before tests that run in the app's own engine: the kernels are compiled as they are in a training that has
 * gone on for a while, by the optimizing compiler, and with AVX revectorization where the engine has it.
 */

setFlagsFromString('--no-liftoff')
requestAvxRevectorization()
const areWide = avxRevectorizationFlags(process.versions.v8, process.platform, process.arch) !== null
for (const arena of Object.values(arenas)) arena.useWideTiles(areWide)
