/** The registration page: the server's form, taken step by step; after it was sent, nothing is kept. */

import '../css/register.css'
import { makeApi } from '../api'
import { must } from '../page'
import { forget } from './draft'
import { Registration } from './registration'
import type { Facts } from './wizard'

const form = document.querySelector<HTMLFormElement>('#register')

if (form) {
  const facts = JSON.parse(must('#page').textContent ?? '') as Facts
  new Registration(
    form,
    facts,
    makeApi((input, init) => fetch(input, init)),
  ).begin()
} else forget(sessionStorage)
