/** Texts of the presentation. */
export const presentationEn = {
  presentation: {
    start: 'Present',
    label: 'Presentation',
    leaveHint: 'Leave the presentation',
    black: 'Black screen',
    isBlack: 'The screen is black: B, a full stop or Esc brings it back.',
    pointer: 'Pointer',
    left: 'Left figure',
    right: 'Right figure',
    noRun: 'No run is open: Start begins one as the form of the Lab has it.',
  },
}
