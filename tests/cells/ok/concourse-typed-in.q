%%q concourse
Tea should be hot.
A pot is better than a bag.
Tea ought to be hot.
