/** Where the row of a subject has a page of its own; its link reads `reviews.open.<subject>`. */
export const subjectPages = new Map<string, (subjectId: string) => string>();

/** Later rooms are unknown here, so the shell, which knows every room, hands their pages in before any page is drawn. */
export const addSubjectPage = (subject: string, addressOf: (subjectId: string) => string) => void subjectPages.set(subject, addressOf);
