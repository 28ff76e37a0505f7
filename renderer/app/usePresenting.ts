import { nextTick, toRef, watch, watchEffect, type Ref } from 'vue'
import { numPairs } from '../features/presentation/figurePairs'
import { turnPage } from '../features/presentation/turnPage'
import { usePresenterKeys } from '../features/presentation/usePresenterKeys'
import { useLessonsStore } from '../stores/lessons'
import { usePresentationStore } from '../stores/presentation'
import type { NavItem } from './navItems'

/** Presents the window: its look, and what a presenter's keys do in each place. */
export function usePresenting(place: Readonly<Ref<NavItem>>, view: Readonly<Ref<HTMLElement | null>>): void {
  const presentation = usePresentationStore()
  const lessons = useLessonsStore()
  const isOn = toRef(presentation, 'isOn')

  watchEffect(() => {
    if (isOn.value) document.documentElement.dataset['presenting'] = ''
    else delete document.documentElement.dataset['presenting']
  })
  // What had the focus may be gone: the keys go on to the place.
  watch(isOn, async () => {
    await nextTick()
    if (!view.value?.contains(document.activeElement)) view.value?.focus()
  })

  /** What is left of a page comes before the next step. */
  function turnLesson(direction: 1 | -1): void {
    if (turnPage(view.value, direction)) return
    if (lessons.lesson) lessons.goTo(lessons.index + direction)
  }

  function turn(direction: 1 | -1): boolean {
    if (presentation.isBlack) return comeBack()
    // The Microscope has these keys for its steps.
    if (place.value === 'microscope') return false
    if (place.value === 'lab') presentation.pair = (presentation.pair + direction + numPairs) % numPairs
    else if (place.value === 'lessons') turnLesson(direction)
    else turnPage(view.value, direction)
    return true
  }

  function comeBack(): true {
    presentation.isBlack = false
    return true
  }

  usePresenterKeys(isOn, {
    present() {
      presentation.toggle()
      return true
    },
    previous: () => turn(-1),
    next: () => turn(1),
    black() {
      presentation.toggleBlack()
      return true
    },
    pointer() {
      presentation.togglePointer()
      return true
    },
    leave() {
      if (presentation.isBlack) return comeBack()
      presentation.leave()
      return true
    },
  })
}
