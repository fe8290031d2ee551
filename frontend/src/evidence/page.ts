/** The pages of evidence: tables and forms, which need no script, and the form that sends files. */

import '../css/evidence.css'
import { uploader } from '../upload/uploader'

for (const form of document.querySelectorAll<HTMLFormElement>('form.upload')) uploader(form)
