/** The views of the window, in the order of the navigation rail. */
export const navItems = ['lab', 'runs', 'microscope', 'verify', 'lessons'] as const
export type NavItem = (typeof navItems)[number]
