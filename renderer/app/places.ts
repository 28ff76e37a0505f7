/** The window's places, in the order of the rail. */
export const places = ['lab', 'runs', 'microscope', 'verify', 'lessons'] as const
export type Place = (typeof places)[number]
