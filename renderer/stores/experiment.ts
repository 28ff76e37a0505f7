import { defineStore } from 'pinia'
import { createExperimentForm } from './experimentForm'

/** The experiment of the next run. */
export const useExperimentStore = defineStore('experiment', createExperimentForm)
