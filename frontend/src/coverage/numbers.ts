/** The numbers of a study, district by district. */

export function mount(element: HTMLElement, _studyId: string): void {
  element.textContent = ''
}
