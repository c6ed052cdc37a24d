import TallyPlan
